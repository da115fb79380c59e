using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.SqlServer.Reviews
{
    /// <inheritdoc />
    public partial class MergedIncidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsWaivedByMerge",
                table: "Reviews",
                type: "bit",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<int>(
                name: "MergedIntoNumber",
                table: "Incidents",
                type: "int",
                nullable: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "IsWaivedByMerge", table: "Reviews");

            migrationBuilder.DropColumn(name: "MergedIntoNumber", table: "Incidents");
        }
    }
}
