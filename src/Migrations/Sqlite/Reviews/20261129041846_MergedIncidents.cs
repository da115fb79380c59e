using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.Sqlite.Reviews
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<int>(
                name: "MergedIntoNumber",
                table: "Incidents",
                type: "INTEGER",
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
