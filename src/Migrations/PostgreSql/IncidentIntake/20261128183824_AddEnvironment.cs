using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.IncidentIntake
{
    /// <inheritdoc />
    public partial class AddEnvironment : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Environment",
                table: "Sources",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "Environment",
                table: "Incidents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "Environment", table: "Sources");

            migrationBuilder.DropColumn(name: "Environment", table: "Incidents");
        }
    }
}
